package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void turnsAreGivenInTheOrderOfArrival() throws Exception {
    List<Integer> order = new CopyOnWriteArrayList<>();
    try (Turns turns = new Turns(() -> 1, Duration.ofSeconds(5))) {
      assertThat(turns.take()).isTrue();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  if (turns.take()) {
                    order.add(number);
                    turns.giveBack();
                  }
                }));
        awaitWaiting(turns, i + 1);
      }
      turns.giveBack();
      join(threads);
      assertThat(order).hasSize(20).isSorted();
      assertThat(turns.taken()).isZero();
    }
  }

  @Test
  void onlySoManyWaitAsWillGetTheirTurnInTime() throws Exception {
    AtomicInteger served = new AtomicInteger();
    AtomicInteger tooLate = new AtomicInteger();
    try (Turns turns = new Turns(() -> 2, Duration.ofMillis(200))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        threads.add(Thread.ofVirtual().start(() -> work(turns, served, tooLate)));
        Thread.sleep(1);
      }
      join(threads);
      assertThat(served).hasValueGreaterThan(50);
      assertThat(turns.refused()).isEqualTo(1000 - served.get()).isGreaterThan(500);
      assertThat(tooLate).hasValue(0);
    }
  }

  @Test
  void aBurstThatIsSoonDoneIsNotRefused() throws Exception {
    AtomicInteger served = new AtomicInteger();
    try (Turns turns = new Turns(() -> 10, Duration.ofMillis(500))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        threads.add(Thread.ofVirtual().start(() -> quickWork(turns, served)));
      }
      join(threads);
      assertThat(served).hasValue(500 * 5);
      assertThat(turns.refused()).isZero();
    }
  }

  @Test
  void aLimitThatGrowsLetsMoreInAndNobodyIsForgotten() throws Exception {
    AtomicInteger limit = new AtomicInteger(1);
    AtomicInteger served = new AtomicInteger();
    try (Turns turns = new Turns(limit::get, Duration.ofSeconds(5))) {
      assertThat(turns.take()).isTrue();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(Thread.ofVirtual().start(() -> quickWork(turns, served)));
      }
      awaitWaiting(turns, 3);
      limit.set(4);
      turns.giveBack();
      join(threads);
      assertThat(served).hasValue(15);
    }
  }

  @Test
  void closingRefusesThoseWhoWait() throws Exception {
    AtomicInteger served = new AtomicInteger();
    Turns turns = new Turns(() -> 1, Duration.ofSeconds(50));
    assertThat(turns.take()).isTrue();
    Thread waiter = Thread.ofVirtual().start(() -> quickWork(turns, served));
    awaitWaiting(turns, 1);
    turns.close();
    waiter.join();
    assertThat(served).hasValue(0);
    assertThat(turns.take()).isFalse();
  }

  @Test
  void anInterruptedWaiterLeavesTheQueue() throws Exception {
    AtomicInteger served = new AtomicInteger();
    try (Turns turns = new Turns(() -> 1, Duration.ofSeconds(50))) {
      assertThat(turns.take()).isTrue();
      Thread waiter = Thread.ofVirtual().start(() -> quickWork(turns, served));
      awaitWaiting(turns, 1);
      waiter.interrupt();
      waiter.join();
      assertThat(served).hasValue(0);
      assertThat(turns.waiting()).isZero();
    }
  }

  private static void work(Turns turns, AtomicInteger served, AtomicInteger tooLate) {
    long start = System.nanoTime();
    if (turns.take()) {
      if (System.nanoTime() - start > Duration.ofMillis(700).toNanos()) {
        tooLate.incrementAndGet();
      }
      pause(10);
      served.incrementAndGet();
      turns.giveBack();
    }
  }

  private static void quickWork(Turns turns, AtomicInteger served) {
    for (int i = 0; i < 5 && turns.take(); i++) {
      served.incrementAndGet();
      turns.giveBack();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitWaiting(Turns turns, int count) throws InterruptedException {
    for (int i = 0; i < 500 && turns.waiting() < count; i++) {
      Thread.sleep(2);
    }
    assertThat(turns.waiting()).isEqualTo(count);
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
