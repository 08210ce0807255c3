/** Identity from a trusted proxy: who the user is stands in a header field that nobody else may send. */
@NullMarked
package io.vestibule.auth.proxy;

import org.jspecify.annotations.NullMarked;
