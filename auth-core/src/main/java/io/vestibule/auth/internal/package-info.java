/** What our packages share and no host needs: not part of the API. */
@NullMarked
package io.vestibule.auth.internal;

import org.jspecify.annotations.NullMarked;
