/** What application code does with the library: docs/in-your-code.md and docs/session.md show it. */
@NullMarked
package io.vestibule.auth.examples.hosts;

import org.jspecify.annotations.NullMarked;
