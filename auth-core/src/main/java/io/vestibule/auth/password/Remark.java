package io.vestibule.auth.password;

/**
 * Something about a user's line that must be said.
 *
 * @param place a line of a file ({@code users.txt:2}) or a key
 * @param found what is wrong, never the hash itself
 * @param cure what to do about it
 */
record Remark(String place, String found, String cure) {}
