package org.jenkinsci.plugins.workflow.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

/** Every node of a flow, each once, from the heads back. */
public class FlowGraphWalker implements Iterable<FlowNode> {
    private final Deque<FlowNode> queue = new ArrayDeque<>();
    private final Set<FlowNode> seen = new HashSet<>();

    public FlowGraphWalker(FlowExecution exec) {
        queue.addAll(exec.getCurrentHeads());
    }

    /** The next node, or null after the last. */
    public FlowNode next() {
        while (!queue.isEmpty()) {
            FlowNode node = queue.pop();
            if (seen.add(node)) {
                node.getParents().forEach(queue::push);
                return node;
            }
        }
        return null;
    }

    @Override
    public Iterator<FlowNode> iterator() {
        return new Iterator<>() {
            private FlowNode ahead = FlowGraphWalker.this.next();

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public FlowNode next() {
                FlowNode node = ahead;
                ahead = FlowGraphWalker.this.next();
                return node;
            }
        };
    }
}
