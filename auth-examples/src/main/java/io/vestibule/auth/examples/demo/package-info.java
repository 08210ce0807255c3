/** The runnable demo: every way in which a servlet can ask who is there, to be tried with curl. */
@NullMarked
package io.vestibule.auth.examples.demo;

import org.jspecify.annotations.NullMarked;
