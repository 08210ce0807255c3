/** What several of our packages share and no host needs: it may change without notice. */
@NullMarked
package io.vestibule.auth.internal;

import org.jspecify.annotations.NullMarked;
