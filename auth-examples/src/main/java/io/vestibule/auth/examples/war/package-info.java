/** The one servlet of hello.war, which knows nothing of Vestibule. */
@NullMarked
package io.vestibule.auth.examples.war;

import org.jspecify.annotations.NullMarked;
