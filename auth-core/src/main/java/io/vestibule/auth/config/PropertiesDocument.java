package io.vestibule.auth.config;

/** Sorts the keys of a properties file into sections: {@code basic.realm} is {@code realm} in {@code [basic]}. */
final class PropertiesDocument {
  private final SourceText source;
  private final Catalog catalog;
  private final Problems problems;
  private final Document document;

  private PropertiesDocument(SourceText source, Catalog catalog, Problems problems) {
    this.source = source;
    this.catalog = catalog;
    this.problems = problems;
    this.document = new Document(source, Document.Format.PROPERTIES);
  }

  static Document parse(SourceText source, Catalog catalog, Problems problems) {
    PropertiesDocument reader = new PropertiesDocument(source, catalog, problems);
    PropertiesParser.parse(source, problems, reader::add);
    return reader.document;
  }

  private void add(Located key, Located value) {
    int end = catalog.sectionEnd(key.text());
    if (key.text().isEmpty()) {
      problems.add(
          Code.EMPTY_KEY,
          key.place(0, 1),
          "There is no key before the \"=\"",
          "Example: authentication.type = basic");
      document.stray(key, value);
    } else if (key.text().startsWith("[")) {
      problems.add(
          Code.NO_SECTION,
          key.place(),
          "A properties file has no lines for sections: each key says its own",
          "Example: authentication.type = basic",
          "Where this is an INI file, let its name end with .ini.");
      document.stray(key, value);
    } else if (end == 0 || end == key.text().length() - 1) {
      problems.add(
          Code.NO_SECTION,
          key.place(),
          "Key " + Text.quoted(key.text()) + " does not say its section",
          "Example: authentication." + key.text().replace(".", "") + " = …");
      document.stray(key, value);
    } else {
      Block block = document.open(key.text().substring(0, end), key.part(0, end).place());
      document.assign(
          block, key.part(end + 1, key.text().length()), withoutTrailingBlanks(value), problems);
    }
  }

  /** Java keeps blanks at the end of a value, where nobody sees them; here they stay only when escaped. */
  private Located withoutTrailingBlanks(Located value) {
    int to = value.text().length();
    while (to > 0 && isBareBlank(value, to - 1)) {
      to--;
    }
    return value.part(0, to);
  }

  private boolean isBareBlank(Located value, int index) {
    return Located.isBlank(value.text().charAt(index))
        && source.text().charAt(value.offset(index)) != '\\';
  }
}
