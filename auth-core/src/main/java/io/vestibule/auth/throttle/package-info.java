/** How many wrong secrets may be tried, and how long to wait after that. */
@NullMarked
package io.vestibule.auth.throttle;

import org.jspecify.annotations.NullMarked;
