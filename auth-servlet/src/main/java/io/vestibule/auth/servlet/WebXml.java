package io.vestibule.auth.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Looks over how our filter is registered. The servlet API tells neither dispatcher types nor asynchronous support, so
 * the web.xml itself is read; one that cannot be read gives no advice.
 */
final class WebXml {
  private static final Set<String> TYPES =
      Set.of("REQUEST", "FORWARD", "INCLUDE", "ERROR", "ASYNC");
  private static final String MAPPING = "<filter-mapping><filter-name>%s</filter-name>"
      + "<url-pattern>/*</url-pattern><dispatcher>REQUEST</dispatcher>"
      + "<dispatcher>FORWARD</dispatcher><dispatcher>INCLUDE</dispatcher>"
      + "<dispatcher>ERROR</dispatcher><dispatcher>ASYNC</dispatcher></filter-mapping>";

  private WebXml() {}

  /** What is amiss with the filter of this name, each with what to write instead; empty when all is well. */
  static List<String> advice(ServletContext context, String name) {
    List<String> advice = new ArrayList<>();
    FilterRegistration registration = context.getFilterRegistration(name);
    if (registration != null && !registration.getUrlPatternMappings().contains("/*")) {
      advice.add("the filter " + name + " is mapped to " + registration.getUrlPatternMappings()
          + " only, and guards nothing else; write " + MAPPING.formatted(name));
    }
    if (Registrations.isOurs(context, name)) {
      return advice;
    }
    try (InputStream in = context.getResourceAsStream("/WEB-INF/web.xml")) {
      if (in == null || !declared(read(in), name, advice)) {
        advice.add("the filter " + name + " was registered by other code, and the servlet API does"
            + " not tell for which dispatcher types: if for REQUEST alone, forwards, includes and"
            + " error pages are not judged at all; call AuthFilter.install(servletContext, …)"
            + " instead");
      }
    } catch (IOException | SAXException | ParserConfigurationException unreadable) {
      return advice;
    }
    return advice;
  }

  /** Whether this file declares the filter at all. */
  private static boolean declared(Element root, String name, List<String> advice) {
    if (named(root, "filter", name).findAny().isEmpty()) {
      return false;
    }
    if (named(root, "filter", name).noneMatch(WebXml::isAsyncSupported)) {
      advice.add("the filter " + name + " does not support asynchronous servlets; write"
          + " <async-supported>true</async-supported> at the end of its <filter>");
    }
    Set<String> types = named(root, "filter-mapping", name)
        .flatMap(mapping -> texts(mapping, "dispatcher"))
        .collect(Collectors.toSet());
    if (!types.containsAll(TYPES)) {
      advice.add("the filter " + name + " sees " + (types.isEmpty() ? "[REQUEST]" : types)
          + " only, so that forwards and error pages know no user; write "
          + MAPPING.formatted(name));
    }
    return true;
  }

  private static boolean isAsyncSupported(Element filter) {
    return texts(filter, "async-supported").anyMatch("true"::equals);
  }

  private static Stream<Element> named(Element root, String tag, String name) {
    return elements(root, tag)
        .filter(element -> texts(element, "filter-name").anyMatch(name::equals));
  }

  private static Stream<String> texts(Element parent, String tag) {
    return elements(parent, tag).map(element -> element.getTextContent().strip());
  }

  private static Stream<Element> elements(Element parent, String tag) {
    NodeList found = parent.getElementsByTagNameNS("*", tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }

  /** Nothing outside the file is fetched, whatever its DOCTYPE says. */
  private static Element read(InputStream in)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setExpandEntityReferences(false);
    return factory.newDocumentBuilder().parse(in).getDocumentElement();
  }
}
