/**
 * From an INI or properties file to an {@link io.vestibule.auth.Auth}: every fault with its place and its cure.
 *
 * <p>Start at {@link io.vestibule.auth.config.Configuration}, and at {@code Loader}, which reads one in this order: a
 * {@code Document} is parsed, {@code Overrides} and {@code References} are put in, {@code TypeLine} says which ways are asked,
 * and each {@link io.vestibule.auth.config.AuthenticatorFactory} makes its own from {@link
 * io.vestibule.auth.config.Settings}. What a section may hold is a {@link io.vestibule.auth.config.Section} of {@link
 * io.vestibule.auth.config.Key}s; checks, the reference and the messages come from that one schema.
 *
 * <p>A {@code Problem} is one fault or warning, {@code Findings} are all of a file; {@code Supplied} is what the host
 * hands over in Java.
 */
@NullMarked
package io.vestibule.auth.config;

import org.jspecify.annotations.NullMarked;
