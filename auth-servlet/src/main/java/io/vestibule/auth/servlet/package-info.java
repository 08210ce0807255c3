/** The door: the filter, and the ways to register it. The only package that knows the servlet API. */
@NullMarked
package io.vestibule.auth.servlet;

import org.jspecify.annotations.NullMarked;
