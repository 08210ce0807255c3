/** What several of our packages need and no host: small maps, encodings, addresses. Used by our packages only. */
@NullMarked
package io.vestibule.auth.internal;

import org.jspecify.annotations.NullMarked;
