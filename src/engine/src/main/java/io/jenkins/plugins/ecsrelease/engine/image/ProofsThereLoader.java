package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** BatchGetImage, a hundred tags a call. */
final class ProofsThereLoader implements Loader<ProofsThere, Map<String, ProofsThere.Held>> {

    @Override
    public Class<ProofsThere> question() {
        return ProofsThere.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ProofsThere, Answer<Map<String, ProofsThere.Held>>> load(Tools tools, Set<ProofsThere> questions) throws IOException {
        ProofsThere asked = questions.iterator().next();
        Map<String, ProofsThere.Held> held = new LinkedHashMap<>();
        for (Map.Entry<String, Stored.Text> each : new Stored(tools, asked.repository()).tagged(asked.tags()).entrySet()) {
            held.put(each.getKey(), new ProofsThere.Held(each.getValue().digest(), ProofTags.parts(each.getValue().text())));
        }
        return Map.of(asked, Answer.known(Map.copyOf(held)));
    }
}
