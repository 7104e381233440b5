package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersResponse;

/** BatchGetImage of the image, its children and what is tagged as being about them; ListImageReferrers of each. */
final class SourceTreeLoader implements Loader<SourceTree, SourceTree.Of> {

    @Override
    public Class<SourceTree> question() {
        return SourceTree.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<SourceTree, Answer<SourceTree.Of>> load(Tools tools, Set<SourceTree> questions) throws IOException {
        SourceTree asked = questions.iterator().next();
        Tools reader = asked.from() == null ? tools : tools.as(asked.from());
        return Map.of(asked, new Reading(reader, asked).read());
    }

    /** One tree being read. */
    private static final class Reading {

        private final SourceTree asked;
        private final Stored stored;
        private final EcrClient ecr;
        private final Map<String, SourceTree.Node> nodes = new LinkedHashMap<>();
        private final List<SourceTree.Named> named = new ArrayList<>();
        private String unread = "";

        Reading(Tools tools, SourceTree asked) {
            this.asked = asked;
            stored = new Stored(tools, asked.repository());
            ecr = tools.client(EcrClient.class);
        }

        Answer<SourceTree.Of> read() throws IOException {
            Optional<Stored.Text> root = stored.manifest(asked.reference());
            if (root.isEmpty()) {
                return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, asked.reference() + " is not in the repository "
                        + asked.repository() + ", or not in the registry of this account and region. It may have expired by"
                        + " a lifecycle policy."));
            }
            add(root.get(), false);
            for (String digest : List.copyOf(nodes.keySet())) {
                referrers(digest);
            }
            named();
            return Answer.known(new SourceTree.Of(
                    root.get().digest(), String.valueOf(root.get().mediaType()), List.copyOf(nodes.values()),
                    List.copyOf(named), unread));
        }

        private void add(Stored.Text text, boolean referrer) throws IOException {
            nodes.put(text.digest(), node(text, referrer));
        }

        /** A manifest whose children are in {@link #nodes} already when it is returned. */
        private SourceTree.Node node(Stored.Text text, boolean referrer) throws IOException {
            Manifest manifest = text.read();
            for (Manifest.Part child : manifest.children()) {
                if (!nodes.containsKey(child.digest())) {
                    add(found(child.digest()), referrer);
                }
            }
            List<SourceTree.Blob> blobs = new ArrayList<>();
            manifest.blobs().forEach(blob -> blobs.add(new SourceTree.Blob(blob.digest(), blob.size())));
            return new SourceTree.Node(text.digest(), referrer, List.copyOf(blobs));
        }

        /** What is tagged as being about a node, then what is tagged as being about that: a list of software can be signed. */
        private void named() throws IOException {
            Set<String> asked = new HashSet<>();
            Collection<String> about = List.copyOf(nodes.keySet());
            while (!about.isEmpty()) {
                asked.addAll(about);
                List<String> tags = about.stream().flatMap(digest -> ProofTags.of(digest).stream()).toList();
                Set<String> next = new LinkedHashSet<>();
                for (Map.Entry<String, Stored.Text> each : stored.tagged(tags).entrySet()) {
                    named.add(new SourceTree.Named(each.getKey(), node(each.getValue(), true), ProofTags.parts(each.getValue().text())));
                    next.add(each.getValue().digest());
                }
                next.removeAll(asked);
                about = next;
            }
        }

        private Stored.Text found(String digest) throws IOException {
            return stored.manifest(digest)
                    .orElseThrow(() -> new IOException(digest + ", a part of " + asked.reference() + ", is not in the"
                            + " repository " + asked.repository() + "."));
        }

        private void referrers(String subject) throws IOException {
            try {
                String token = null;
                do {
                    String page = token;
                    ListImageReferrersResponse answer = ecr.listImageReferrers(list -> list.repositoryName(asked.repository())
                            .subjectId(id -> id.imageDigest(subject))
                            .nextToken(page));
                    for (ImageReferrer referrer : answer.referrers()) {
                        if (!nodes.containsKey(referrer.digest())) {
                            add(found(referrer.digest()), true);
                            referrers(referrer.digest());
                        }
                    }
                    token = answer.nextToken();
                } while (token != null && !token.isEmpty());
            } catch (EcrException e) {
                Problem problem = Problems.of(e);
                if (problem.kind() == Problem.Kind.LOST || problem.kind() == Problem.Kind.THROTTLED
                        || problem.kind() == Problem.Kind.CREDENTIALS) {
                    throw e;
                }
                unread = problem.full();
            }
        }
    }
}
