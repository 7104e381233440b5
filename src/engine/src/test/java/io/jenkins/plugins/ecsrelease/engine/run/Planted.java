package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** How the faults of {@link KillMatrix.Fault} are planted. */
final class Planted {

    private Planted() {}

    /** Changes are made before they are saved: what should be on disk first gets there with the next save. */
    static final class ChangeBeforeSave extends Trial.Quick {
        ChangeBeforeSave(Path directory, List<Operation<?>> operations) throws IOException {
            super(directory, operations);
        }

        @Override
        Saved save(Saved saved, List<Note> notes, byte[] output) throws IOException {
            return saved.phase() instanceof Change<?> ? saved : super.save(saved, notes, output);
        }
    }

    /** What is found on disk is done without looking whether it was done already. */
    static final class BlindRecovery extends Trial.Quick {
        BlindRecovery(Path directory, List<Operation<?>> operations) throws IOException {
            super(directory, operations);
        }

        @Override
        List<Loaded> load() throws IOException {
            return super.load().stream()
                    .map(loaded -> loaded instanceof Loaded.Usable usable && usable.saved().phase() instanceof Change<?> change
                            ? new Loaded.Usable(usable.saved().with(new Blind<>(change)))
                            : loaded)
                    .toList();
        }

        @Override
        Saved save(Saved saved, List<Note> notes, byte[] output) throws IOException {
            return super.save(saved.phase() instanceof Blind<?> blind ? saved.with(blind.change()) : saved, notes, output);
        }
    }

    private record Blind<A>(Change<A> change) implements Change<A> {
        @Override
        public Set<Question<?>> questions() {
            return change.questions();
        }

        @Override
        public Finding<A> find(View view) {
            return Finding.absent();
        }

        @Override
        public boolean yieldsToStop() {
            return change.yieldsToStop();
        }

        @Override
        public Turn stopped(Signal stop) {
            return change.stopped(stop);
        }

        @Override
        public A make(Tools tools) throws Exception {
            return change.make(tools);
        }

        @Override
        public Turn made(A result) {
            return change.made(result);
        }

        @Override
        public Turn refused(Problem problem) {
            return change.refused(problem);
        }

        @Override
        public String describe() {
            return change.describe();
        }
    }
}
