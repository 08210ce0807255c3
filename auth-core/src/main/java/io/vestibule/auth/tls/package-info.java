/** The certificate of a server: read from files, checked, renewed without a restart. */
@NullMarked
package io.vestibule.auth.tls;

import org.jspecify.annotations.NullMarked;
