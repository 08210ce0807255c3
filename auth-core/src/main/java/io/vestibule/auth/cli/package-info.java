/** The command line: check a configuration, explain a decision, hash a password. */
@NullMarked
package io.vestibule.auth.cli;

import org.jspecify.annotations.NullMarked;
