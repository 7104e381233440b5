package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** BatchGetImage of one tag, or of a digest; the manifest is held against its digest on the way. */
final class TagAtLoader implements Loader<TagAt, TagAt.Named> {

    @Override
    public Class<TagAt> question() {
        return TagAt.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<TagAt, Answer<TagAt.Named>> load(Tools tools, Set<TagAt> questions) throws IOException {
        TagAt asked = questions.iterator().next();
        String digest = new Stored(tools, asked.repository()).manifest(asked.tag()).map(Stored.Text::digest).orElse("");
        return Map.of(asked, Answer.known(new TagAt.Named(digest)));
    }
}
