package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;

/** Services whose tasks another controller than ECS runs, set by set. */
public class TaskSetsTest {

    @Rule
    public final Site site = new Site();

    private void external(int tasks) {
        site.ecs.createService(s -> s.cluster("production").serviceName("web").desiredCount(tasks)
                .deploymentController(c -> c.type("EXTERNAL")));
    }

    private TaskSet create(String image, String group, Consumer<CreateTaskSetRequest.Builder> more) {
        String definition = site.define(Site.IMAGE + image);
        return site.ecs.createTaskSet(c -> more.accept(c.cluster("production").service("web").taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .loadBalancers(l -> l.targetGroupArn(group).containerName("web").containerPort(8080)))).taskSet();
    }

    private TaskSet set(String id) {
        return site.ecs.describeTaskSets(d -> d.cluster("production").service("web").taskSets(id)).taskSets().get(0);
    }

    @Test
    public void aSetHasItsPartOfTheServicesTasksRoundedUp() {
        external(3);
        TaskSet none = create("web:1", site.blue, c -> c.externalId("tool-1"));
        assertEquals(List.of("ACTIVE", 0, 0.0, "tool-1"),
                List.of(none.status(), none.computedDesiredCount(), none.scale().value(), none.externalId()));
        assertTrue(none.taskSetArn(), none.taskSetArn().endsWith(":task-set/production/web/" + none.id()));
        site.ecs.updateTaskSet(u -> u.cluster("production").service("web").taskSet(none.id()).scale(s -> s.value(50.0).unit("PERCENT")));
        assertEquals("STABILIZING", set(none.id()).stabilityStatusAsString());
        site.time.advance(Duration.ofMinutes(2));
        TaskSet half = set(none.id());
        assertEquals(List.of(2, 2, 0, "STEADY_STATE"),
                List.of(half.computedDesiredCount(), half.runningCount(), half.pendingCount(), half.stabilityStatusAsString()));
        site.ecs.updateService(u -> u.cluster("production").service("web").desiredCount(5));
        site.time.advance(Duration.ofMinutes(2));
        assertEquals("scaled with its service", 3, set(none.id()).runningCount().intValue());
    }

    @Test
    public void whatThePrimaryOneRunsIsTheServices() {
        external(1);
        TaskSet blue = create("web:1", site.blue, c -> c.scale(s -> s.value(100.0)));
        TaskSet green = create("web:2", site.green, c -> c.scale(s -> s.value(100.0)));
        site.time.advance(Duration.ofMinutes(2));
        assertEquals(null, site.service().taskDefinition());
        site.ecs.updateServicePrimaryTaskSet(u -> u.cluster("production").service("web").primaryTaskSet(green.taskSetArn()));
        assertEquals(green.taskDefinition(), site.service().taskDefinition());
        assertEquals(List.of(blue.id() + " ACTIVE", green.id() + " PRIMARY"),
                site.service().taskSets().stream().map(set -> set.id() + " " + set.status()).toList());
        assertEquals(site.green, site.service().taskSets().get(1).loadBalancers().get(0).targetGroupArn());
    }

    @Test
    public void aSetIsDrainedAndGone() {
        external(1);
        TaskSet set = create("web:1", site.blue, c -> c.scale(s -> s.value(100.0)));
        site.time.advance(Duration.ofMinutes(2));
        assertThrows(InvalidParameterException.class,
                () -> site.ecs.deleteTaskSet(d -> d.cluster("production").service("web").taskSet(set.id())));
        assertEquals("DRAINING",
                site.ecs.deleteTaskSet(d -> d.cluster("production").service("web").taskSet(set.id()).force(true)).taskSet().status());
        assertEquals("DRAINING", set(set.id()).status());
        site.time.advance(Duration.ofMinutes(2));
        DescribeTaskSetsResponse gone = site.ecs.describeTaskSets(d -> d.cluster("production").service("web").taskSets(set.id()));
        assertEquals("MISSING", gone.failures().get(0).reason());
        assertThrows(TaskSetNotFoundException.class,
                () -> site.ecs.updateServicePrimaryTaskSet(u -> u.cluster("production").service("web").primaryTaskSet(set.id())));
    }

    @Test
    public void theSameTokenMakesOneSetAndAServiceHasFiveAtMost() {
        external(1);
        String definition = site.define(Site.IMAGE + "web:1");
        CreateTaskSetRequest request = CreateTaskSetRequest.builder().cluster("production").service("web").taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a"))).clientToken("once")
                .tags(t -> t.key("tool").value("x")).build();
        assertEquals(site.ecs.createTaskSet(request).taskSet().id(), site.ecs.createTaskSet(request).taskSet().id());
        for (int i = 0; i < 4; i++) {
            site.ecs.createTaskSet(request.toBuilder().clientToken("other-" + i).build());
        }
        InvalidParameterException many = assertThrows(InvalidParameterException.class,
                () -> site.ecs.createTaskSet(request.toBuilder().clientToken("sixth").build()));
        assertTrue(many.getMessage(), many.getMessage().startsWith("5 deployments exist on the service."));
        assertEquals("x", site.ecs.describeTaskSets(d -> d.cluster("production").service("web").include(TaskSetField.TAGS))
                .taskSets().get(0).tags().get(0).value());
    }

    @Test
    public void servicesOfEcsHaveNoTaskSetsAndOthersTakeNoTaskDefinition() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> create("web:1", site.blue, c -> { }));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("Amazon ECS only supports task set management on services"));
        site.ecs.createService(s -> s.cluster("production").serviceName("other").desiredCount(1).deploymentController(c -> c.type("EXTERNAL")));
        String definition = site.define(Site.IMAGE + "web:2");
        assertThrows(InvalidParameterException.class,
                () -> site.ecs.updateService(u -> u.cluster("production").service("other").taskDefinition(definition)));
    }

    @Test
    public void aServiceUnderCodeDeployBeginsWithASet() {
        String definition = site.define(Site.IMAGE + "web:1");
        site.ecs.createService(s -> s.cluster("production").serviceName("web").taskDefinition(definition).desiredCount(2)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentController(c -> c.type("CODE_DEPLOY"))
                .loadBalancers(l -> l.targetGroupArn(site.blue).containerName("web").containerPort(8080)));
        site.time.advance(Duration.ofMinutes(2));
        TaskSet first = site.service().taskSets().get(0);
        assertEquals(List.of("PRIMARY", 2, definition), List.of(first.status(), first.runningCount(), first.taskDefinition()));
        TaskSet second = create("web:2", site.green, c -> c.externalId("d-ABCDEF123").scale(s -> s.value(100.0)));
        site.time.advance(Duration.ofMinutes(2));
        site.ecs.updateServicePrimaryTaskSet(u -> u.cluster("production").service("web").primaryTaskSet(second.id()));
        site.ecs.deleteTaskSet(d -> d.cluster("production").service("web").taskSet(first.id()).force(true));
        site.time.advance(Duration.ofMinutes(2));
        assertEquals(List.of(second.id()), site.service().taskSets().stream().map(TaskSet::id).toList());
        assertEquals(2, site.service().runningCount().intValue());
    }
}
