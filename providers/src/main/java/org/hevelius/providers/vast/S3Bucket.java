package org.hevelius.providers.vast;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Reads one bucket: lists keys and fetches objects. */
final class S3Bucket {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final URI endpoint;
  private final String name;
  private final S3Signature signature;
  private final Clock clock;

  S3Bucket(HttpClient client, URI endpoint, String name, S3Signature signature, Clock clock) {
    this.client = client;
    this.endpoint = endpoint;
    this.name = name;
    this.signature = signature;
    this.clock = clock;
  }

  /**
   * What stands below a prefix.
   *
   * @param key whole; that of a directory ends with a slash
   */
  record Item(String key, long size, Instant modified, boolean directory) {}

  /** Lists what stands right below a prefix that is empty or ends with a slash. */
  void list(String prefix, Consumer<Item> sink) {
    String token = "";
    do {
      SortedMap<String, String> query = new TreeMap<>();
      query.put("list-type", "2");
      query.put("delimiter", "/");
      query.put("prefix", prefix);
      query.put("encoding-type", "url");
      if (!token.isEmpty()) {
        query.put("continuation-token", token);
      }
      try (InputStream in = send("/" + S3Signature.encoded(name), query, 0)) {
        token = page(in, sink);
      } catch (IOException | XMLStreamException e) {
        throw failed("list " + prefix, e);
      }
    } while (!token.isEmpty());
  }

  /** Opens an object from a byte on; the caller closes it. */
  InputStream open(String key, long from) {
    String path =
        "/"
            + S3Signature.encoded(name)
            + "/"
            + Arrays.stream(key.split("/", -1))
                .map(S3Signature::encoded)
                .collect(Collectors.joining("/"));
    return send(path, new TreeMap<>(), from);
  }

  private InputStream send(String path, SortedMap<String, String> query, long from) {
    String text = S3Signature.query(query);
    URI uri =
        URI.create(
            endpoint.getScheme()
                + "://"
                + endpoint.getRawAuthority()
                + path
                + (text.isEmpty() ? "" : "?" + text));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE).GET();
    signature
        .headers(endpoint.getRawAuthority(), path, query, clock.instant())
        .forEach(request::header);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      // A whole object in place of its end would be taken for that.
      if (response.statusCode() == (from > 0 ? 206 : 200)) {
        return response.body();
      }
      response.body().close();
      throw new HeveliusException(
          switch (response.statusCode()) {
            case 401, 403 -> Category.DENIED;
            case 404 -> Category.NOT_FOUND;
            default -> Category.UNAVAILABLE;
          },
          "the bucket %s answered %d to reading %s".formatted(name, response.statusCode(), path));
    } catch (IOException e) {
      throw failed("read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "reading the bucket " + name + " was ended", List.of(), e);
    }
  }

  private HeveliusException failed(String what, Exception e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't %s in the bucket %s at %s: %s"
            .formatted(what, name, endpoint.getAuthority(), e.getMessage()),
        List.of("check buckets: in clusters.yaml"),
        e);
  }

  private static final class Page {
    String key = "";
    String size = "0";
    String modified = "";
    String token = "";
    boolean encoded;
    boolean more;

    String decoded(String text) {
      // Plus signs are encoded by those who encode at all.
      return encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
    }
  }

  /** Reads one page; gives the token of the next, or nothing. */
  private static String page(InputStream in, Consumer<Item> sink) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader xml = factory.createXMLStreamReader(in, "UTF-8");
    Page page = new Page();
    boolean common = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        common |= xml.getLocalName().equals("CommonPrefixes");
        boolean inner =
            List.of("ListBucketResult", "Contents", "CommonPrefixes", "Owner")
                .contains(xml.getLocalName());
        if (!inner) {
          take(page, xml.getLocalName(), xml.getElementText(), common);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        boolean directory = xml.getLocalName().equals("CommonPrefixes");
        if (directory || xml.getLocalName().equals("Contents")) {
          sink.accept(item(page, directory));
        }
        common = common && !directory;
      }
    }
    return page.more ? page.token : "";
  }

  private static void take(Page page, String name, String text, boolean common) {
    switch (name) {
      case "Key" -> page.key = text;
      case "Prefix" -> page.key = common ? text : page.key;
      case "Size" -> page.size = text;
      case "LastModified" -> page.modified = text;
      case "NextContinuationToken" -> page.token = text;
      case "EncodingType" -> page.encoded = text.equals("url");
      case "IsTruncated" -> page.more = text.equals("true");
      default -> {
        // Nothing that is needed here.
      }
    }
  }

  private static Item item(Page page, boolean directory) {
    boolean plain = directory || page.modified.isEmpty();
    return new Item(
        page.decoded(page.key),
        directory ? 0 : Long.parseLong(page.size),
        plain ? Instant.EPOCH : Instant.parse(page.modified),
        directory);
  }
}
