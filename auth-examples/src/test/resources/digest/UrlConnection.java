import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;

/** The JDK's HttpURLConnection as john; prints the status. */
class UrlConnection {
  public static void main(String[] url) throws Exception {
    Authenticator.setDefault(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication("john", "hello".toCharArray());
      }
    });
    HttpURLConnection connection = (HttpURLConnection) URI.create(url[0]).toURL().openConnection();
    int status;
    try (InputStream body = connection.getInputStream()) {
      status = connection.getResponseCode();
    } catch (java.io.IOException refused) {
      status = 401;
    }
    System.out.println("status=" + status);
  }
}
