/* Rows of a program by colour, for autograd.programs.passes.colour: see there. */

enum { INPUTS_COLOUR = 1, CONSTANTS_COLOUR = 2, LEAF_COLOURS = 3 };

/* One product (two slots) or one single term, with what it is sorted by. */
typedef struct {
    int64_t first, second; /* colours; second is -1 for a single term */
    Py_ssize_t place;      /* where it stood: equal ones keep their order */
    int64_t slots[2];
} Part;

/* The groups found so far; their keys stand one behind the other. */
typedef struct {
    Py_ssize_t count, room;
    unsigned char *batched;
    uint64_t *hashes;
    Py_ssize_t *ends; /* of its key, for every group */
    int64_t *keys;
    Py_ssize_t keys_room;
    Py_ssize_t *table; /* numbers of groups by hash, 0 where there is none */
    Py_ssize_t mask;
} Groups;

typedef struct {
    const int64_t *kinds, *starts, *pairs, *slots;
    int64_t *operands, *colours;
    const char *free, *loose;
    Py_ssize_t rows, names, operand_count, slot_count;
} RowArrays;

static void
free_groups(Groups *groups)
{
    PyMem_Free(groups->batched);
    PyMem_Free(groups->hashes);
    PyMem_Free(groups->ends);
    PyMem_Free(groups->keys);
    PyMem_Free(groups->table);
}

/* Make the block at *memory hold count items of a size; -1 with an error. */
static int
resize(void *memory, Py_ssize_t count, Py_ssize_t size)
{
    void **block = memory;
    void *moved = count > PY_SSIZE_T_MAX / size ? NULL
                                                : PyMem_Realloc(*block, count * size);
    if (moved == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *block = moved;
    return 0;
}

/* Room for one more group, whose key may have so many numbers. */
static int
make_room(Groups *groups, Py_ssize_t width)
{
    Py_ssize_t used = groups->count ? groups->ends[groups->count - 1] : 0;
    if (used + width > groups->keys_room) {
        Py_ssize_t room = 2 * (used + width);
        if (resize(&groups->keys, room, sizeof(int64_t)) < 0) {
            return -1;
        }
        groups->keys_room = room;
    }
    if (groups->count < groups->room) {
        return 0;
    }
    Py_ssize_t room = groups->room ? 2 * groups->room : 64;
    if (resize(&groups->batched, room, 1) < 0
        || resize(&groups->hashes, room, sizeof(uint64_t)) < 0
        || resize(&groups->ends, room, sizeof(Py_ssize_t)) < 0
        || resize(&groups->table, 4 * room, sizeof(Py_ssize_t)) < 0) {
        return -1;
    }
    groups->room = room;
    groups->mask = 4 * room - 1;
    memset(groups->table, 0, 4 * room * sizeof(Py_ssize_t));
    for (Py_ssize_t i = LEAF_COLOURS; i < groups->count; i++) {
        Py_ssize_t place = groups->hashes[i] & groups->mask;
        while (groups->table[place]) {
            place = (place + 1) & groups->mask;
        }
        groups->table[place] = i;
    }
    return 0;
}

/* The number of the group whose key stands behind the last one; a new one if need be. */
static Py_ssize_t
group_of(Groups *groups, Py_ssize_t width, int is_batched)
{
    Py_ssize_t used = groups->ends[groups->count - 1];
    const int64_t *key = groups->keys + used;
    uint64_t hash = 1469598103934665603u;
    for (Py_ssize_t i = 0; i < width; i++) {
        hash = (hash ^ (uint64_t)key[i]) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    Py_ssize_t place = hash & groups->mask;
    for (; groups->table[place]; place = (place + 1) & groups->mask) {
        Py_ssize_t other = groups->table[place];
        Py_ssize_t start = groups->ends[other - 1];
        if (groups->hashes[other] == hash && groups->ends[other] - start == width
            && memcmp(groups->keys + start, key, width * sizeof(int64_t)) == 0) {
            return other;
        }
    }
    groups->table[place] = groups->count;
    groups->batched[groups->count] = (unsigned char)is_batched;
    groups->hashes[groups->count] = hash;
    groups->ends[groups->count] = used + width;
    return groups->count++;
}

static int
by_colour(const void *left, const void *right)
{
    const Part *a = left, *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->second != b->second) {
        return a->second < b->second ? -1 : 1;
    }
    return a->place < b->place ? -1 : 1;
}

static void
sort_parts(Part *parts, Py_ssize_t count)
{
    for (Py_ssize_t i = 1; i < count; i++) {
        if (by_colour(&parts[i - 1], &parts[i]) > 0) {
            qsort(parts, count, sizeof(Part), by_colour);
            return;
        }
    }
}

/* What does not depend on the inputs goes to the left, and before it no constants. */
static int
goes_after(const Groups *groups, int64_t a, int64_t b)
{
    if (groups->batched[a] != groups->batched[b]) {
        return groups->batched[a];
    }
    if ((a == CONSTANTS_COLOUR) != (b == CONSTANTS_COLOUR)) {
        return a == CONSTANTS_COLOUR;
    }
    return a > b;
}

/* Sort the operands of a row by colour: its products, then its single terms. */
static void
sort_row(const RowArrays *rows, const Groups *groups, Part *parts, int64_t *mine,
         Py_ssize_t width, Py_ssize_t pairs)
{
    const int64_t *colours = rows->colours;
    for (Py_ssize_t i = 0; i < pairs; i++) {
        int64_t a = mine[2 * i], b = mine[2 * i + 1];
        if (goes_after(groups, colours[a], colours[b])) {
            int64_t swapped = a;
            a = b;
            b = swapped;
        }
        parts[i] = (Part){colours[a], colours[b], i, {a, b}};
    }
    sort_parts(parts, pairs);
    for (Py_ssize_t i = 0; i < pairs; i++) {
        mine[2 * i] = parts[i].slots[0];
        mine[2 * i + 1] = parts[i].slots[1];
    }
    Py_ssize_t singles = width - 2 * pairs;
    for (Py_ssize_t i = 0; i < singles; i++) {
        int64_t slot = mine[2 * pairs + i];
        parts[i] = (Part){colours[slot], -1, i, {slot, 0}};
    }
    sort_parts(parts, singles);
    for (Py_ssize_t i = 0; i < singles; i++) {
        mine[2 * pairs + i] = parts[i].slots[0];
    }
}

/* Whether the numbers of row i are places in the arrays and its operands are coloured. */
static int
is_sound(const RowArrays *rows, const Groups *groups, Py_ssize_t i)
{
    int64_t start = rows->starts[i], stop = rows->starts[i + 1];
    if (start < 0 || stop < start || stop > rows->operand_count || rows->pairs[i] < 0
        || rows->pairs[i] > (stop - start) / 2 || rows->kinds[i] < 0
        || rows->kinds[i] >= rows->names || rows->slots[i] < 0
        || rows->slots[i] >= rows->slot_count) {
        return 0;
    }
    for (int64_t k = start; k < stop; k++) {
        int64_t slot = rows->operands[k];
        if (slot < 0 || slot >= rows->slot_count || rows->colours[slot] < 0
            || rows->colours[slot] >= groups->count) {
            return 0;
        }
    }
    return 1;
}

/* Keep only the first of equal parts, of so many numbers each, that stand together. */
static Py_ssize_t
without_counts(int64_t *key, Py_ssize_t parts, Py_ssize_t size)
{
    Py_ssize_t kept = 0;
    for (Py_ssize_t i = 0; i < parts; i++) {
        if (kept == 0
            || memcmp(key + (kept - 1) * size, key + i * size, size * sizeof(*key))) {
            memmove(key + kept * size, key + i * size, size * sizeof(*key));
            kept++;
        }
    }
    return kept;
}

/* Find the colour of row i; parts has room for its operands. */
static int
colour_row(const RowArrays *rows, Groups *groups, Part *parts, Py_ssize_t i)
{
    Py_ssize_t width = rows->starts[i + 1] - rows->starts[i];
    int64_t *mine = rows->operands + rows->starts[i];
    if (make_room(groups, width + 2) < 0) {
        return -1;
    }
    if (rows->free[rows->kinds[i]]) {
        sort_row(rows, groups, parts, mine, width, rows->pairs[i]);
    }
    int64_t *key = groups->keys + groups->ends[groups->count - 1];
    int is_batched = 0;
    Py_ssize_t pairs = rows->pairs[i];
    key[0] = rows->kinds[i];
    for (Py_ssize_t k = 0; k < width; k++) {
        key[2 + k] = rows->colours[mine[k]];
        is_batched |= groups->batched[key[2 + k]];
    }
    if (rows->loose[i]) {
        Py_ssize_t kept = without_counts(key + 2, pairs, 2);
        Py_ssize_t terms = without_counts(key + 2 + 2 * pairs, width - 2 * pairs, 1);
        memmove(key + 2 + 2 * kept, key + 2 + 2 * pairs, terms * sizeof(int64_t));
        key[1] = -1 - kept;
        width = 2 * kept + terms;
    }
    else {
        key[1] = pairs;
    }
    rows->colours[rows->slots[i]] = group_of(groups, width + 2, is_batched);
    return 0;
}

static PyObject *
colour_rows(const RowArrays *rows)
{
    Groups groups = {0};
    Part *parts = NULL;
    Py_ssize_t widest = 0;
    PyObject *result = NULL;
    if (make_room(&groups, 1) < 0) {
        goto done;
    }
    for (; groups.count < LEAF_COLOURS; groups.count++) {
        groups.ends[groups.count] = 0;
        groups.batched[groups.count] = groups.count == INPUTS_COLOUR;
    }
    for (Py_ssize_t i = 0; i < rows->rows; i++) {
        if (!is_sound(rows, &groups, i)) {
            PyErr_Format(PyExc_ValueError, "coloured: row %zd does not fit", i);
            goto done;
        }
        Py_ssize_t width = rows->starts[i + 1] - rows->starts[i];
        if (width >= widest) {
            widest = 2 * width + 1;
            if (resize(&parts, widest, sizeof(Part)) < 0) {
                goto done;
            }
        }
        if (colour_row(rows, &groups, parts, i) < 0) {
            goto done;
        }
    }
    result = PyBytes_FromStringAndSize((char *)groups.batched, groups.count);
done:
    PyMem_Free(parts);
    free_groups(&groups);
    return result;
}

PyDoc_STRVAR(coloured_doc,
"coloured($module, kinds, free, loose, starts, operands, pairs, slots, colours, /)\n"
"--\n\n"
"autograd.programs.passes.colour.coloured, on arrays of int64.");

static PyObject *
coloured(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer kinds, free, loose, starts, operands, pairs, slots, colours;
    if (!PyArg_ParseTuple(args, "y*y*y*y*w*y*y*w*:coloured", &kinds, &free, &loose,
                          &starts, &operands, &pairs, &slots, &colours)) {
        return NULL;
    }
    RowArrays rows = {
        .kinds = kinds.buf, .starts = starts.buf, .pairs = pairs.buf, .slots = slots.buf,
        .operands = operands.buf, .colours = colours.buf, .free = free.buf,
        .loose = loose.buf,
        .rows = slots.len / 8, .names = free.len, .operand_count = operands.len / 8,
        .slot_count = colours.len / 8,
    };
    Py_buffer *views[] = {&kinds, &starts, &operands, &pairs,
                          &slots, &colours,  &free,   &loose};
    unsigned written = 1 << 2 | 1 << 5;
    int fits = are_apart(views, 8, written) && kinds.len == slots.len
               && pairs.len == slots.len && starts.len == slots.len + 8
               && loose.len == slots.len / 8;
    for (int i = 0; i < 6; i++) {
        fits = fits && views[i]->itemsize == 8;
    }
    PyObject *result = fits ? colour_rows(&rows) : NULL;
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "coloured: the arrays do not fit together");
    }
    for (int i = 0; i < 8; i++) {
        PyBuffer_Release(views[i]);
    }
    return result;
}

PyDoc_STRVAR(depths_doc,
"depths($module, starts, operands, slots, found, /)\n--\n\n"
"autograd.programs.passes.levels.depths, on arrays of int64.");

static PyObject *
depths(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer starts, operands, slots, found;
    if (!PyArg_ParseTuple(args, "y*y*y*w*:depths", &starts, &operands, &slots, &found)) {
        return NULL;
    }
    Py_buffer *views[] = {&starts, &operands, &slots, &found};
    const int64_t *cuts = starts.buf, *sources = operands.buf, *mine = slots.buf;
    int64_t *depth = found.buf;
    Py_ssize_t rows = slots.len / 8, edges = operands.len / 8, count = found.len / 8;
    int fits = are_apart(views, 4, 1 << 3) && starts.len == slots.len + 8;
    for (int i = 0; i < 4; i++) {
        fits = fits && views[i]->itemsize == 8;
    }
    for (Py_ssize_t i = 0; fits && i < rows; i++) {
        int64_t most = 0;
        fits = 0 <= cuts[i] && cuts[i + 1] <= edges && 0 <= mine[i] && mine[i] < count;
        for (int64_t k = cuts[i]; fits && k < cuts[i + 1]; k++) {
            fits = 0 <= sources[k] && sources[k] < count;
            if (fits && depth[sources[k]] > most) {
                most = depth[sources[k]];
            }
        }
        if (fits) {
            depth[mine[i]] = most + 1;
        }
    }
    for (int i = 0; i < 4; i++) {
        PyBuffer_Release(views[i]);
    }
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "depths: the arrays do not fit together");
        return NULL;
    }
    Py_RETURN_NONE;
}
