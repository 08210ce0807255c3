/** A way of authenticating that the library does not know: {@code type = api-key}. */
@NullMarked
package io.vestibule.auth.examples.apikey;

import org.jspecify.annotations.NullMarked;
