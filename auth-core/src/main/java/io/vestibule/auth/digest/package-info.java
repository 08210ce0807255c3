/** HTTP Digest (RFC 7616): the password is proved with every request, and never sent. */
@NullMarked
package io.vestibule.auth.digest;

import org.jspecify.annotations.NullMarked;
