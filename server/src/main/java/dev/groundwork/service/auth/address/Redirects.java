package dev.groundwork.service.auth.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a browser may be sent in the end, with its session: to the site itself, and to what
 * patterns of URLs name. What browsers and programs could read differently is never allowed.
 */
public final class Redirects {
  private static final int MAX_LENGTH = 4096;

  /** They run or read something instead of leading somewhere. */
  private static final Set<String> ACTIVE =
      Set.of(
          "javascript", "data", "vbscript", "file", "blob", "filesystem", "about", "view-source");

  /** Browsers take a host whose last part is a number for an address. */
  private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  private static final Pattern LOOPBACK =
      Pattern.compile("127(?:\\.(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])){3}|\\[::1\\]");

  /** Dots that browsers resolve, which would lead out of an allowed path. */
  private static final Pattern DOTS = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

  private final String siteUrl;
  private final URI site;
  private final List<UrlPattern> allowed;

  /**
   * Rules.
   *
   * @param siteUrl where people are sent when nothing else is asked for or allowed
   * @param allowed patterns with {@code *}, {@code **}, {@code ?} and {@code {a,b}}; see {@link
   *     UrlPattern}
   * @throws dev.groundwork.base.problem.ProblemException with {@link
   *     AddressProblem.BadRedirectSetting}
   */
  public Redirects(String siteUrl, List<String> allowed) {
    this.siteUrl = siteUrl;
    this.site =
        read(siteUrl)
            .orElseThrow(() ->
                new AddressProblem.BadRedirectSetting(
                        siteUrl, "the site's URL must be whole, such as https://app.example.com")
                    .raise());
    this.allowed = allowed.stream().map(UrlPattern::of).toList();
  }

  /** The site itself. */
  public String siteUrl() {
    return siteUrl;
  }

  /**
   * Where to go: to what is asked for, else to where the request came from, else to the site.
   * Nothing tells the caller which of them was not allowed.
   *
   * @param asked {@code redirect_to} of the query or a header
   * @param referer the header
   */
  public String choose(Optional<String> asked, Optional<String> referer) {
    return asked.filter(this::allows).or(() -> referer.filter(this::allows)).orElse(siteUrl);
  }

  /** Whether a browser may be sent there. */
  public boolean allows(String url) {
    Optional<URI> read = read(url);
    if (read.isEmpty()) {
      return false;
    }
    URI uri = read.get();
    String host = host(uri);
    if (isOfSite(uri)) {
      return true;
    }
    boolean address = NUMERIC.matcher(host).matches() || host.startsWith("[");
    boolean loopback = LOOPBACK.matcher(host).matches();
    if (address && !loopback) {
      return false;
    }
    return (loopback && isLocal(host(site))) || isListed(uri);
  }

  /** Scheme, host and port are the site's; on this machine the port does not matter. */
  private boolean isOfSite(URI uri) {
    return !host(uri).isEmpty()
        && scheme(uri).equals(scheme(site))
        && host(uri).equals(host(site))
        && (port(uri) == port(site) || isLocal(host(uri)));
  }

  private boolean isListed(URI uri) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    String authority = uri.getRawAuthority();
    int end =
        authority == null
            ? scheme(uri).length()
            : scheme(uri).length() + "://".length() + authority.length();
    String matched = whole.substring(0, end).toLowerCase(Locale.ROOT) + whole.substring(end);
    return allowed.stream().anyMatch(pattern -> pattern.matches(matched));
  }

  /** A URL that everybody reads in the same way. */
  private static Optional<URI> read(String url) {
    boolean plain = url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    if (!plain || url.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url);
      return Optional.of(uri).filter(Redirects::isUsable);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isUsable(URI uri) {
    if (uri.getScheme() == null || ACTIVE.contains(scheme(uri))) {
      return false;
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    boolean web = scheme(uri).equals("http") || scheme(uri).equals("https");
    boolean named = !web || uri.getHost() != null;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return named
        && authority.indexOf('@') < 0
        && authority.indexOf('%') < 0
        && !path.startsWith("//")
        && !DOTS.matcher(path).find();
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  private static String host(URI uri) {
    return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return switch (scheme(uri)) {
      case "http" -> 80;
      case "https" -> 443;
      default -> -1;
    };
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || LOOPBACK.matcher(host).matches();
  }
}
