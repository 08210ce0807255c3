package io.vestibule.auth.totp;

import java.time.Instant;

/**
 * A second factor that is asked for. Immutable.
 *
 * @param since when it was set up
 * @param recoveryLeft how many recovery codes are left
 */
public record State(Instant since, int recoveryLeft) {}
