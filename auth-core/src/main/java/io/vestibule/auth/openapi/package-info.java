/** What the JSON addresses ask and answer, in a form that tools read. */
@NullMarked
package io.vestibule.auth.openapi;

import org.jspecify.annotations.NullMarked;
