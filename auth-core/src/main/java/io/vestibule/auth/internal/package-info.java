/** What several of our packages need and no host should name: it may change without notice. */
@NullMarked
package io.vestibule.auth.internal;

import org.jspecify.annotations.NullMarked;
