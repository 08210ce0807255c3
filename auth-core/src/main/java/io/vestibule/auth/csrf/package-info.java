/** Whether a request comes from this site, or another site made the browser send it. */
@NullMarked
package io.vestibule.auth.csrf;

import org.jspecify.annotations.NullMarked;
