package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.service.Shop;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Before a release, and before a rollback, the registry is asked whether the image is there, and will be tomorrow. */
public class ImageTruthTrialTest {

    private static final String KEEP_ONE = "{\"rules\":[{\"rulePriority\":1,\"description\":\"keep one\",\"selection\":{"
            + "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1},\"action\":{\"type\":\"expire\"}}]}";

    @Rule
    public final Shop shop = new Shop();

    private Registry registry;

    @Before
    public void aRepository() {
        registry = new Registry(shop.sandbox, shop.trial).repository("shop/web");
    }

    @After
    public void close() {
        registry.close();
    }

    private String push(String tag) {
        String digest = registry.push("shop/web", tag, tag, Layer.with("var/lib/dpkg/status", "Package: " + tag + "\n"));
        return "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@" + digest;
    }

    private void keepOne() {
        registry.ecr.putLifecyclePolicy(put -> put.repositoryName("shop/web").lifecyclePolicyText(KEEP_ONE));
    }

    private static String digest(String image) {
        return image.substring(image.indexOf('@') + 1);
    }

    private <O extends Record> Outcome run(String id, Operation<O> operation, O order) {
        shop.trial.begin(id, operation, order);
        return shop.trial.untilEnded(id);
    }

    private void archive(String image) {
        registry.ecr.updateImageStorageClass(put -> put.repositoryName("shop/web")
                .imageId(id -> id.imageDigest(digest(image)))
                .targetStorageClass("ARCHIVE"));
    }

    private void refused(Outcome outcome, String why) {
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString(why));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }

    @Test
    public void anImageThatTheLifecyclePolicyIsAboutToDeleteIsNotReleased() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String old = push("v1");
        shop.advance(Duration.ofMinutes(1));
        String young = push("v2");
        keepOne();
        refused(shop.release(old), "is about to go: rule 1 of the repository's lifecycle policy (keep one) deletes it");
        Outcome stays = run("plan", shop.blueGreen, shop.order(young).planOnly());
        assertEquals("The one that stays may be released: " + stays.message(), Verdict.SUCCEEDED, stays.verdict());
    }

    @Test
    public void anArchivedImageIsNotReleasedAndNeitherIsADeletedOne() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String image = push("v1");
        archive(image);
        refused(shop.release(image), "is archived, so no task can start from it");
        String deleted = push("v2");
        registry.ecr.batchDeleteImage(delete -> delete.repositoryName("shop/web").imageIds(id -> id.imageDigest(digest(deleted))));
        refused(run("second", shop.blueGreen, shop.order(deleted)), "is not in Amazon ECR");
    }

    @Test
    public void aRollbackGoesBackToAnImageThatIsAboutToGoAndSaysSo() {
        String old = push("v1");
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, Shop.web(old));
        String good = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        push("v2");
        keepOne();
        Outcome back = run("back", shop.rollback, RollbackOrder.of("shop/main#43/1", "shop", "web"));
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertThat(String.join("\n", shop.said()), containsString("is about to go: rule 1"));
    }

    @Test
    public void aRollbackToAnImageInTheArchiveIsRefused() {
        String old = push("v1");
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, Shop.web(old));
        shop.release(Shop.image("web", '2'));
        archive(old);
        String live = shop.service().taskDefinition();
        Outcome back = run("back", shop.rollback, RollbackOrder.of("shop/main#43/1", "shop", "web"));
        assertEquals(back.message(), Verdict.STOPPED, back.verdict());
        assertThat(back.message(), containsString("is archived, so no task can start from it"));
        assertEquals(live, shop.service().taskDefinition());
    }

    @Test
    public void whetherItStaysIsAskedBeforeTheReleaseAndNotWhileItIsVerified() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String image = push("v1");
        Outcome outcome = shop.release(image);
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        List<String> calls = shop.trial.calls().stream().map(call -> call.operation()).toList();
        assertTrue("before", calls.indexOf("GetLifecyclePolicy") > 0 && calls.indexOf("GetLifecyclePolicy") < calls.indexOf("UpdateService"));
        assertTrue("and not after", calls.lastIndexOf("GetLifecyclePolicy") < calls.indexOf("UpdateService"));
    }
}
