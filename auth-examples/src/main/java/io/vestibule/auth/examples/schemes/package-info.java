/** Every scheme of HTTP in a few lines: Basic, Digest, tokens, several at once, roles. */
@NullMarked
package io.vestibule.auth.examples.schemes;

import org.jspecify.annotations.NullMarked;
