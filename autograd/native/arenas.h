/* The arenas that nodes live in.

   An arena that is empty again goes back to the system, unless few are empty: those
   save the next graph the system's time. Arenas outlive the module as long as nodes in
   them do. A build with PLAIN_NODES has none, for tools that check the use of memory. */

enum { ARENA_SIZE = 1 << 21, ARENA_HEADER = 128, MOST_SPARE_ARENAS = 8 };
enum { ARENA_NODES = (ARENA_SIZE - ARENA_HEADER) / sizeof(Value) };

static void
to_system(void *memory, size_t size)
{
    PyObjectArenaAllocator system;
    PyObject_GetArenaAllocator(&system);
    system.free(system.ctx, memory, size);
}

/* Memory from the system, without an error when there is none. Huge pages are asked for
   where they fit: it takes the system several times as long to give small ones. */
static void *
from_system(size_t size)
{
    PyObjectArenaAllocator system;
    PyObject_GetArenaAllocator(&system);
    void *memory = system.alloc(system.ctx, size);
#ifdef MADV_HUGEPAGE
    uintptr_t mask = ~((uintptr_t)ARENA_SIZE - 1);
    uintptr_t first = ((uintptr_t)memory + ARENA_SIZE - 1) & mask;
    uintptr_t end = ((uintptr_t)memory + size) & mask;
    if (memory != NULL && first < end) {
        (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
    }
#endif
    return memory;
}

static inline Arena *
arena_of(const Value *node)
{
    return (Arena *)((uintptr_t)node & ~((uintptr_t)ARENA_SIZE - 1));
}

static void
unlink_arena(Arena *arena)
{
    arena->previous->next = arena->next;
    arena->next->previous = arena->previous;
}

static void
link_arena(Arena *arena, Arena *previous)
{
    arena->previous = previous;
    arena->next = previous->next;
    arena->next->previous = arena;
    previous->next = arena;
}

static void
free_arena(Arena *arena)
{
    void *memory = arena->memory;
    to_system(memory, memory == (void *)arena ? ARENA_SIZE : 2 * ARENA_SIZE);
}

/* An arena, of twice the size when the system does not align it by itself. */
static Arena *
new_arena(State *state)
{
    void *memory = from_system(ARENA_SIZE);
    if (memory != NULL && (uintptr_t)memory % ARENA_SIZE != 0) {
        to_system(memory, ARENA_SIZE);
        memory = from_system(2 * ARENA_SIZE);
    }
    if (memory == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    uintptr_t last = (uintptr_t)memory + ARENA_SIZE - 1;
    Arena *arena = (Arena *)(last & ~((uintptr_t)ARENA_SIZE - 1));
    arena->memory = memory;
    arena->state = state;
    arena->unused = NULL;
    arena->fresh = 0;
    arena->living = 0;
    arena->has_room = 1;
    link_arena(arena, &state->ring);
    state->arenas++;
    return arena;
}

/* The arena in use is full: go on with another one. */
static Arena *
next_arena(State *state)
{
    Arena *full = state->arena;
    if (full != &state->ring) {
        full->has_room = 0;
        unlink_arena(full);
        link_arena(full, state->ring.previous);
    }
    Arena *arena = state->ring.next;
    if (!arena->has_room) { /* as the beginning of the ring has none */
        state->arena = &state->ring;
        arena = new_arena(state);
        if (arena == NULL) {
            return NULL;
        }
    }
    else if (arena->living == 0) {
        state->spare_arenas--;
    }
    state->arena = arena;
    return arena;
}

/* Memory for a node. */
static inline Value *
new_in_arena(State *state)
{
    Arena *arena = state->arena;
    if (arena->unused == NULL && arena->fresh == ARENA_NODES) {
        arena = next_arena(state);
        if (arena == NULL) {
            return NULL;
        }
    }
    Value *node = arena->unused;
    if (node != NULL) {
        arena->unused = (Value *)node->references;
    }
    else {
        node = (Value *)((char *)arena + ARENA_HEADER) + arena->fresh++;
    }
    arena->living++;
    return node;
}

/* An arena has room again, or is empty. */
static void
reconsider(Arena *arena)
{
    State *state = arena->state;
    if (state == NULL) {
        if (arena->living == 0) {
            free_arena(arena);
        }
        return;
    }
    if (!arena->has_room) {
        arena->has_room = 1;
        unlink_arena(arena);
        link_arena(arena, &state->ring);
    }
    if (arena->living == 0) {
        arena->unused = NULL; /* from its beginning again, in order */
        arena->fresh = 0;
        if (arena != state->arena && state->spare_arenas >= MOST_SPARE_ARENAS) {
            unlink_arena(arena);
            free_arena(arena);
            state->arenas--;
        }
        else if (arena != state->arena) {
            state->spare_arenas++;
        }
    }
}

static inline void
free_in_arena(Value *node)
{
    Arena *arena = arena_of(node);
    node->references = (PyObject *)arena->unused;
    arena->unused = node;
    if (--arena->living == 0 || !arena->has_room) {
        reconsider(arena);
    }
}

static void
begin_arenas(State *state)
{
    state->ring.next = state->ring.previous = &state->ring;
    state->ring.fresh = ARENA_NODES;
    state->arena = &state->ring;
}

/* Free the arenas that are empty; the others go when their last node does. */
static void
end_arenas(State *state)
{
    Arena *arena = state->ring.next;
    while (arena != NULL && arena != &state->ring) {
        Arena *next = arena->next;
        arena->state = NULL;
        if (arena->living == 0) {
            free_arena(arena);
        }
        arena = next;
    }
    begin_arenas(state);
}
