/** What happened, for those who must know later: events, the listeners of the host, and the lines of the log. */
@NullMarked
package io.vestibule.auth.audit;

import org.jspecify.annotations.NullMarked;
