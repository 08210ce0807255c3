package io.vestibule.auth;

/** A user name and a password, as a client typed them: neither trimmed nor folded. Immutable. */
public record UsernamePassword(String username, Secret password) {}
