import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/** Apache HttpClient as john; prints the status. */
class ApacheClient {
  public static void main(String[] url) throws Exception {
    BasicCredentialsProvider john = new BasicCredentialsProvider();
    john.setCredentials(
        new AuthScope(null, -1), new UsernamePasswordCredentials("john", "hello".toCharArray()));
    try (CloseableHttpClient client =
        HttpClients.custom().setDefaultCredentialsProvider(john).build()) {
      int status = client.execute(new HttpGet(url[0]), response -> response.getCode());
      System.out.println("status=" + status);
    }
  }
}
