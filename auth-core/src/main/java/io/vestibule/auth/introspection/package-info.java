/** Opaque tokens: whoever issued them is asked what they mean (RFC 7662). */
@NullMarked
package io.vestibule.auth.introspection;

import org.jspecify.annotations.NullMarked;
