package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What earlier versions have written can be read, and nobody changes what is written without saying so.
 *
 * <p>Under {@code src/test/resources/golden} there is, for each kind and schema, the shape of what is saved and journals
 * as they were written. A changed order or phase fails here. Before a schema has been released its shape may be written
 * anew ({@code -Dgolden.write=true}); after that the operation gets a new schema and an upgrade, and a new directory.
 * Journals are collected by running tests with {@code -Dgolden.collect=DIRECTORY}.
 */
public class GoldenJournalsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static Path directory(Operation<?> operation, int schema) {
        return GOLDEN.resolve(operation.kind() + "-" + schema);
    }

    @Test
    public void nothingThatIsSavedChangesWithoutANewSchema() throws IOException {
        for (Operation<?> operation : Operations.all()) {
            Path file = directory(operation, operation.schema()).resolve("shape.txt");
            String shape = Shape.of(operation).toString();
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, shape);
            }
            assertTrue("No shape of " + operation.kind() + " in schema " + operation.schema() + ": write it with -Dgolden.write=true",
                    Files.exists(file));
            assertEquals("What " + operation.kind() + " saves has changed: raise its schema(), upgrade() from this one, and write "
                    + "the new shape with -Dgolden.write=true", Files.readString(file), shape);
        }
    }

    @Test
    public void journalsOfEverySchemaThereWasCanBeReadAndResumed() throws IOException {
        int read = 0;
        for (Operation<?> operation : Operations.all()) {
            for (int schema = 1; schema <= operation.schema(); schema++) {
                for (Path journal : journals(directory(operation, schema))) {
                    Path open = folder.newFolder().toPath();
                    Files.copy(journal, open.resolve("golden.json"));
                    List<Journals.Loaded> loaded = new Journals(open, List.of(operation)).load();
                    assertTrue(journal + ": " + loaded, loaded.get(0) instanceof Journals.Loaded.Usable);
                    Saved saved = ((Journals.Loaded.Usable) loaded.get(0)).saved();
                    saved.phase().questions();
                    assertTrue(journal.toString(), !saved.phase().describe().isEmpty());
                    read++;
                }
            }
        }
        assertTrue("no golden journal at all", read > 0);
    }

    @Test
    public void everyKindHasAGoldenJournalOfEverySchema() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (Operation<?> operation : Operations.all()) {
            for (int schema = 1; schema <= operation.schema(); schema++) {
                if (journals(directory(operation, schema)).isEmpty()) {
                    missing.add(operation.kind() + "-" + schema);
                }
            }
        }
        assertEquals("kinds without a golden journal", new TreeSet<>(), missing);
    }

    private static List<Path> journals(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".json")).sorted().toList());
        }
    }
}
