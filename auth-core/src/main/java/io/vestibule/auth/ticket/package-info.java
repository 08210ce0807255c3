/** Single-use tickets: who is signed in may open one address without a header or a cookie, as a WebSocket must. */
@NullMarked
package io.vestibule.auth.ticket;

import org.jspecify.annotations.NullMarked;
