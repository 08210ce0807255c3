/** What the filter costs, beside what cannot be saved. */
package io.vestibule.auth.benchmarks;
