/** How requests reach the application: whom to believe about where they come from. */
@NullMarked
package io.vestibule.auth.server;

import org.jspecify.annotations.NullMarked;
