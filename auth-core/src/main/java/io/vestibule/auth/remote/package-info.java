/** Asks other servers: bounded in time and size, and never on a request's path where it can be helped. */
@NullMarked
package io.vestibule.auth.remote;

import org.jspecify.annotations.NullMarked;
