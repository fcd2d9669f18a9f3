package dev.dovetail.solver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as a test reads it: parsed as XML, which fails where it is not well-formed. */
public final class PageDocument {
  private final String source;
  private final Document document;

  /** Parses a page. */
  public PageDocument(String source) {
    this.source = source;
    try {
      document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(source)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("The page is not well-formed: " + e.getMessage(), e);
    }
  }

  /** The file. */
  public String source() {
    return source;
  }

  /** All text. */
  public String text() {
    return document.getDocumentElement().getTextContent();
  }

  /** The text of the section of that id; empty if there is none. */
  public String section(String id) {
    NodeList all = document.getElementsByTagName("section");
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).getAttribute("id").equals(id)) {
        return all.item(i).getTextContent();
      }
    }
    return "";
  }

  /** The values of an attribute wherever it stands, in the order of the page. */
  public List<String> attributes(String name) {
    List<String> values = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).hasAttribute(name)) {
        values.add(((Element) all.item(i)).getAttribute(name));
      }
    }
    return values;
  }

  /** Fetches nothing, forbids to fetch anything, and every link leads to a place that exists once. */
  public void isSelfContained() {
    assertThat(source).doesNotContain("http://").doesNotContain("https://").doesNotContain("@import").doesNotContain("url(");
    assertThat(source).contains("default-src 'none'".replace("'", "&#39;"));
    List<String> ids = attributes("id");
    assertThat(ids).doesNotHaveDuplicates();
    for (String attribute : List.of("src", "href", "srcset", "data", "action")) {
      assertThat(attributes(attribute)).allMatch(value -> value.startsWith("#") && ids.contains(value.substring(1)));
    }
  }
}
