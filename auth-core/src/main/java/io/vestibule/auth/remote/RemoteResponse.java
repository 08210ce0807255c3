package io.vestibule.auth.remote;

/**
 * What another server answered. Immutable.
 *
 * @param status of any kind, redirects included, for none is followed
 * @param text the body, which was UTF-8 and of bounded length
 */
public record RemoteResponse(int status, String text) {

  /** Whether the status is 200. */
  public boolean ok() {
    return status == 200;
  }

  /** Never shows the text: tokens come this way. */
  @Override
  public String toString() {
    return "RemoteResponse[" + status + ", " + text.length() + " characters]";
  }
}
