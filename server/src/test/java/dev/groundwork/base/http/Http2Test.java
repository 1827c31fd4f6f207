package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class Http2Test {
  private static final HttpConfig WIDE = HttpConfig.at("127.0.0.1", 0);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;

  @Test
  void aClientMayChangeToHttp2() throws Exception {
    Handler echo = (request, notes) -> Reply.text(200, "text/plain", request.path());
    try (TestServer it = new TestServer(TestServer.SMALL, echo);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> first = get(client, it, "/1?a=%2C(b)");
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(first.body()).isEqualTo("/1");
      List<CompletableFuture<HttpResponse<String>>> many = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        HttpRequest post =
            HttpRequest.newBuilder(uri(it, "/" + i))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(5000)))
                .build();
        many.add(client.sendAsync(post, HttpResponse.BodyHandlers.ofString()));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(many.get(i).join().body()).isEqualTo("/" + i);
      }
      assertThat(it.asked.getFirst().query()).isEqualTo("a=%2C(b)");
      assertThat(it.asked.getLast().body()).hasSize(5000);
    }
  }

  @Test
  void bodilessAnswersAndRefusalsWorkOverHttp2() throws Exception {
    Handler handler =
        (request, notes) ->
            request.path().equals("/none") ? Reply.empty(204) : Reply.text(200, "text/plain", "ok");
    try (TestServer it = new TestServer(TestServer.SMALL, handler);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      assertThat(get(client, it, "/none").statusCode()).isEqualTo(204);
      HttpRequest head = HttpRequest.newBuilder(uri(it, "/")).HEAD().build();
      assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).body()).isEmpty();
      HttpRequest large =
          HttpRequest.newBuilder(uri(it, "/"))
              .POST(HttpRequest.BodyPublishers.ofString("x".repeat(20_000)))
              .build();
      assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(413);
      assertThat(get(client, it, "/").body()).isEqualTo("ok");
    }
  }

  /** The table of header lines that both sides remember has 4096 bytes. */
  @Test
  void headersLargerThanTheTableOfHeadersAreSent() throws Exception {
    Handler echo =
        (request, notes) -> Reply.text(200, "text/plain", "ok").with("X-Query", request.query());
    try (TestServer it = new TestServer(WIDE, echo);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      assertThat(get(client, it, "/").version()).isEqualTo(HttpClient.Version.HTTP_2);
      for (int length : new int[] {3_000, 4_050, 4_096, 5_000, 3_000}) {
        String query = "x".repeat(length);
        assertThat(get(client, it, "/?" + query).headers().firstValue("X-Query")).hasValue(query);
      }
    }
  }

  @Test
  void aClientMayBeginWithHttp2() throws Exception {
    try (TestServer it = TestServer.ok();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), it.port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request("/a(b),c?d=*"));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      String body = "";
      boolean headers = false;
      while (body.isEmpty()) {
        Frame frame = Frame.read(in);
        headers |= frame.type == HEADERS;
        body = frame.type == DATA ? new String(frame.payload, StandardCharsets.UTF_8) : "";
      }
      assertThat(headers).isTrue();
      assertThat(body).isEqualTo("ok");
      assertThat(it.onlyRequest().path()).isEqualTo("/a(b),c");
      assertThat(it.onlyRequest().query()).isEqualTo("d=*");
    }
  }

  private static HttpResponse<String> get(HttpClient client, TestServer it, String target)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(it, target)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(TestServer it, String target) {
    return URI.create("http://127.0.0.1:" + it.port() + target);
  }

  /** Preface, settings, and the headers of one GET, in HPACK without compression. */
  private static byte[] request(String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82);
    block.write(0x86);
    block.write(0x04);
    block.write(path.length());
    block.write(path.getBytes(StandardCharsets.US_ASCII));
    block.write(0x01);
    block.write(1);
    block.write('x');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
    out.write(new byte[] {0, 0, (byte) block.size(), HEADERS, 5, 0, 0, 0, 1});
    out.write(block.toByteArray());
    return out.toByteArray();
  }

  private record Frame(int type, byte[] payload) {
    static Frame read(DataInputStream in) throws IOException {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      in.readInt();
      return new Frame(type, in.readNBytes(length));
    }
  }
}
