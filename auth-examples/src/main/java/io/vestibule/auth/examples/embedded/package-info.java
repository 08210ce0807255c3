/** One line of Java protects an application in an embedded container. */
@NullMarked
package io.vestibule.auth.examples.embedded;

import org.jspecify.annotations.NullMarked;
