/** The pages that a person sees: templates in, HTML out, and the headers that keep them safe. */
@NullMarked
package io.vestibule.auth.servlet.pages;

import org.jspecify.annotations.NullMarked;
