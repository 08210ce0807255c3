package io.vestibule.auth.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Grows the tree of patterns, rule by rule in their order. */
final class NodeBuilder {
  private final String name;
  private final Map<String, NodeBuilder> children = new LinkedHashMap<>();
  private final Ends.Builder here = new Ends.Builder();
  private final Ends.Builder open = new Ends.Builder();

  NodeBuilder(String name) {
    this.name = name;
  }

  void add(PathPattern pattern, int rule, long methods) {
    NodeBuilder node = this;
    for (String segment : pattern.segments()) {
      node = node.children.computeIfAbsent(segment, NodeBuilder::new);
    }
    (pattern.open() ? node.open : node.here).add(rule, methods);
  }

  Node build() {
    List<Node> built = new ArrayList<>();
    for (NodeBuilder child : children.values()) {
      built.add(child.build());
    }
    return new Node(name, here.build(), open.build(), built);
  }
}
