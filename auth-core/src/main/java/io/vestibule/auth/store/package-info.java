/** What must outlive a request: in memory, or in a database by JDBC. */
@NullMarked
package io.vestibule.auth.store;

import org.jspecify.annotations.NullMarked;
