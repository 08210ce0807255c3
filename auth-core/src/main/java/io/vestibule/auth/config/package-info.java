/** From an INI or properties file to an {@link io.vestibule.auth.Auth}: every fault with its place and its cure. */
@NullMarked
package io.vestibule.auth.config;

import org.jspecify.annotations.NullMarked;
